"""What goes out, comes back and is imported: cut, merged three ways, mapped."""
