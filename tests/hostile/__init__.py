"""What nobody should type: into every form, address, file, link and the API."""
