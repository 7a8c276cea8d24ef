"""What is likely next: forecasts from events, with the terms and the events behind them."""
