"""What each command takes, for the shell to complete: read at once, where the commands themselves take far longer.

`tests/cli/upkeep/test_offered.py` keeps it what the commands say of themselves, and says what is to stand here.
"""

from __future__ import annotations

TABLE = """
run [scenarios*] --set=settings -s=settings --with= --out= -o= --part= --color=auto|always|never --solve=concepts
  --select=rules --show= --seed= --draws= --precision= --slips= --time-limit=
plot [scenarios] --set=settings -s=settings --with= --out= -o= --view= --solve=concepts --select=rules --seed=
  --precision= --time-limit=
check [scenarios*] --set=settings -s=settings --with= --time-limit=
compare [scenarios*] --set=settings -s=settings --with= --out= -o= --select=rules --time-limit=
  --color=auto|always|never
diff [scenarios] [scenarios] --set=settings -s=settings --select=rules --out= -o= --time-limit=
watch [scenarios] --set=settings -s=settings --select=rules --time-limit=
calibrate [scenarios] [*] --set=settings -s=settings --answers= --questions= --out= -o= --time-limit=
explain [scenarios] --set=settings -s=settings --with= --depth=brief|full --out= -o= --part=
  --color=auto|always|never --solve=concepts --package= --select=rules --precision= --time-limit=
lesson [scenarios] --set=settings -s=settings --out= -o= --sliders= --points= --class= --solve=concepts
  --select=rules --time-limit= --point-limit=
roadmaps [scenarios*] --set=settings -s=settings --with= --punishment= --split= --frontier= --hazard= --out= -o=
  --part= --color=auto|always|never --time-limit=
design [scenarios] --set=settings -s=settings --with= --by=patience|margin|sum --parts=
  --punishment=snapback|breakdown --out= -o= --part= --color=auto|always|never --time-limit=
reassurance [scenarios*] --set=settings -s=settings --by=parameters --select=rules --out= -o= --part=
  --color=auto|always|never --time-limit=
robust [scenarios] --set=settings -s=settings --draws= --spread= --seed= --select=rules --out= -o= --part=
  --color=auto|always|never --time-limit=
explain-data [scenarios] [] [*] --two= --points= --draws= --seed= --set=settings -s=settings --out= -o= --part=
  --color=auto|always|never --time-limit= --point-limit=
inspection [scenarios] [*] --roadmap= --points= --set=settings -s=settings --with= --out= -o= --part=
  --color=auto|always|never --time-limit=
quota [scenarios] --rounds= --inspections= --violations= --loss= --set=settings -s=settings --out= -o= --part=
  --color=auto|always|never --time-limit=
require [scenarios] [] [parameters*] --be=certain|possible --two= --points= --set=settings -s=settings --with=
  --out= -o= --part= --color=auto|always|never --time-limit= --point-limit=
map [scenarios] [parameters*] --set=settings -s=settings --grid= --precision= --points= --check= --seed=
  --select=rules --out= -o= --part= --color=auto|always|never --time-limit= --point-limit=
sensitivity [scenarios] [parameters*] --set=settings -s=settings --output= --samples= --seed= --select=rules --out=
  -o= --part= --color=auto|always|never --time-limit= --point-limit=
preferences [scenarios] --stable= --party= --statements= --set=settings -s=settings --draws= --seed= --out= -o=
  --part= --color=auto|always|never --time-limit=
report [scenarios] --set=settings -s=settings --axis=parameters --without= --grid= --draws= --samples= --date=
  --select=rules --out= -o= --time-limit=
simulate [scenarios] --set=settings -s=settings --agent= --agents= --runs= --seed= --out= -o= --part=
  --color=auto|always|never --time-limit=
tournament [scenarios] --set=settings -s=settings --agents= --runs= --seed= --program= --out= -o= --part=
  --color=auto|always|never --time-limit=
play [scenarios] --set=settings -s=settings --as=players --against= --name= --rounds= --seed= --moves=
  --select=rules --sessions= --summary= --out= -o= --time-limit= --part=
class [scenarios*] --set=settings -s=settings --rounds= --matching=strangers|partners|swap|round-robin --treatment=
  --agent=equilibrium|quantal_response|tit_for_tat|earlier_choices|program --clock= --stop= --program= --bots=
  --port= --resume= --rehearse= --seed= --out= -o= --time-limit=
sweep [scenarios] [parameters*] --set=settings -s=settings --samples= --seed= --select=rules --out= -o= --workers=
  --cluster= --chunk= --time-limit=
catalog [names] --topic=topics --out= -o=
schema --out= -o= --document=documents --match=
new [] --kind=kinds
export [scenarios] --out= -o= --set=settings -s=settings --otree= --time-limit=
import [*] --out= -o= --scenario= --set=settings -s=settings --records= --time-limit=
selftest
doctor --out= -o=
fmt [files*] --time-limit=
"""
"""A command, then in brackets what stands in each of its places, then options that take a value, each with what it is:
the name of what finds words for it, or the words themselves; nothing where it may be anything."""


def _read(table: str) -> dict[str, tuple[tuple[str, ...], dict[str, str]]]:
    """Places and options by command; a star behind the last place has it stand for all that follow."""
    found = {}
    for line in table.replace("\n  ", " ").strip().split("\n"):
        name, *words = line.split()
        places = tuple(word[1:-1] for word in words if word.startswith("["))
        options = dict(word.split("=", 1) for word in words if word.startswith("-"))
        found[name] = places, options
    return found


OFFERED = _read(TABLE)
