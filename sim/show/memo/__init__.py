"""Memos: answers as documents to hand on, in Markdown, HTML and Word's format."""
