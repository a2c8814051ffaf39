### The page of what leads to what
