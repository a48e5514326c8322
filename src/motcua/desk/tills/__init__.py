"""The pages of cash: a clerk's drawer, and an agency's safe."""
