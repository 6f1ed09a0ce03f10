"""What the law finds in the books: findings with citation, figures, clock and remedies."""
