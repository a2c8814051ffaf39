### The pages of whether it worked
