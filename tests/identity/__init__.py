"""Company sign-in and provisioning."""
