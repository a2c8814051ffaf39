### The pages of how an area stands
