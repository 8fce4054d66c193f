"""What every rule stands on: days, periods, states, departments, exact figures, ranks, what was known when."""
