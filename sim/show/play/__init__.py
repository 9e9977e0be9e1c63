"""What people who play are told, before, during and after."""
