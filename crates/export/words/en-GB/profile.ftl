### The page of groups
