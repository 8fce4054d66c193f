"""How an item is judged: completion, plan, light, deadline (R1 to R4), today and on a look back."""
