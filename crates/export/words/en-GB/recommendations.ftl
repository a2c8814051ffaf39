### The pages of what was agreed
