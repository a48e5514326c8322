"""A bank that is not one: redirect gateway, transfers by VietQR, signed webhooks, fault dial."""
