"""One ASGI app: the API, the socket, and the pages (Dash) behind them."""
