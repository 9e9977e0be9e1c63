"""What a seat, the teacher and the projector may see."""
