"""What the dashboard reports, one module for each thing reported on."""
