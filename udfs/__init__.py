"""What is computed: the rules, and the functions that cells call."""
