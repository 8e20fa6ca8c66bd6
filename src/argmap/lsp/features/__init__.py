"""Features of the language server: one module each, discovered by its presence.

Each module has a function ``register(server)``, which adds the handlers of the feature.
"""
