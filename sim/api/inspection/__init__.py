"""Answers about inspection."""
