"""How one installation is configured: environment, Django settings, addresses, WSGI."""
