{{ rejected_shop_rows() }}
