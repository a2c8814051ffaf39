### The page of causes of death
