"""One file a feature: a module with ``register(server)``, found by being here."""
