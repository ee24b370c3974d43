"""What goes out to other systems by itself: the live picture as CoT, for TAK clients (ATAK, WinTAK, iTAK)."""
