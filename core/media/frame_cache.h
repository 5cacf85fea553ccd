#pragma once

// Inside the room only: decoded pictures of one clip, the least recently used ones dropped first.

#include "core/media/picture.h"

#include <list>
#include <unordered_map>

namespace cartwright::media {

/// One thread at a time.
class FrameCache
{
public:
    explicit FrameCache(std::size_t budgetBytes) : m_budget(budgetBytes) {}

    bool contains(std::size_t index) const { return m_places.contains(index); }

    /// The picture, now the most recently used one; empty where it is not kept.
    Picture find(std::size_t index)
    {
        const auto place = m_places.find(index);
        if (place == m_places.end())
            return {};
        m_items.splice(m_items.begin(), m_items, place->second);
        return place->second->picture;
    }

    void put(std::size_t index, const Picture& picture)
    {
        if (const auto place = m_places.find(index); place != m_places.end())
            drop(place->second);
        m_items.push_front({index, picture});
        m_places[index] = m_items.begin();
        m_bytes += picture.bytes();
        while (m_bytes > m_budget && !m_items.empty())
            drop(std::prev(m_items.end()));
    }

    void clear()
    {
        m_items.clear();
        m_places.clear();
        m_bytes = 0;
    }

    std::size_t budget() const { return m_budget; }

private:
    struct Item
    {
        std::size_t index;
        Picture picture;
    };
    void drop(std::list<Item>::iterator item)
    {
        m_bytes -= item->picture.bytes();
        m_places.erase(item->index);
        m_items.erase(item);
    }

    std::size_t m_budget;
    std::size_t m_bytes = 0;
    std::list<Item> m_items;
    std::unordered_map<std::size_t, std::list<Item>::iterator> m_places;
};

} // namespace cartwright::media
