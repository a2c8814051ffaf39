### The pages of areas
