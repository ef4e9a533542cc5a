"""How the hub itself does: health, and the engine that reminds."""
