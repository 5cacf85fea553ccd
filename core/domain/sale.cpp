#include "core/domain/sale.h"

#include <algorithm>
#include <map>

namespace cartwright {

const CartLine* Cart::find(const Gtin& gtin) const
{
    const auto it = std::find_if(lines.begin(), lines.end(), [&](const auto& line) { return line.gtin == gtin; });
    return it == lines.end() ? nullptr : &*it;
}

bool Cart::sameContents(const Cart& other) const
{
    const auto contents = [](const Cart& cart) {
        std::map<Gtin, int> quantities;
        for (const auto& line : cart.lines)
            if (line.quantity != 0)
                quantities[line.gtin] += line.quantity;
        return quantities;
    };
    return contents(*this) == contents(other);
}

} // namespace cartwright
