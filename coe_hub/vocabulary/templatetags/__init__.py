"""How words of the field are drawn in templates."""
