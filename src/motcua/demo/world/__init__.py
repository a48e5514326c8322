"""Who and what there is in the made-up world: agencies, officials, people, enterprises."""
