"""A scenario as an oTree 6 app, for laboratories that have oTree; nothing of oTree is needed to write it."""
