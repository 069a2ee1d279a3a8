"""How well the detector does beside named peers: same pages, same split, one command."""
