### The pages of what would help
