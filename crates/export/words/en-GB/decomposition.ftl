### The page of the parts of a difference
