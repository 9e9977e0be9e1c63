"""What people see: stories, tables, documents for other programs, and plots."""
