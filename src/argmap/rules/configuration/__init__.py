"""The configuration: rules, baselines, patterns and suppression comments."""
