"""What ``detente doctor`` looks at: versions, the console, pictures, the machine, known answers."""
