"""People: who may do what, how they come in, what is kept about them."""
