"""Documents with their data inside, made when somebody asks: extracts of registers, the evidence catalogue, the yearly table."""
