"""What people say of the service: ratings, feedback with its answer, and help on the telephone."""
