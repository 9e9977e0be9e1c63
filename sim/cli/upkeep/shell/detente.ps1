# Completion of detente for PowerShell. Each row of the answer is what is written, what is listed, and what it is for.
Register-ArgumentCompleter -Native -CommandName detente -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $line = $commandAst.Extent.Text
    $length = $cursorPosition - $commandAst.Extent.StartOffset
    if ($length -ge 0 -and $length -lt $line.Length) { $line = $line.Substring(0, $length) }
    $encoding = [Console]::OutputEncoding
    try {
        try { [Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false) } catch { }
        $Env:_DETENTE_COMPLETE = 'complete_powershell'
        $Env:_DETENTE_LINE = $line
        $Env:_DETENTE_WORD = $wordToComplete
        detente 2>$null | ForEach-Object {
            $text, $listed, $about = $_ -split "`t", 3
            [System.Management.Automation.CompletionResult]::new($text, $listed, 'ParameterValue', $about)
        }
    }
    finally {
        Remove-Item Env:_DETENTE_COMPLETE, Env:_DETENTE_LINE, Env:_DETENTE_WORD -ErrorAction SilentlyContinue
        try { [Console]::OutputEncoding = $encoding } catch { }
    }
}
