#pragma once

#include <QByteArray>
#include <QString>

namespace cartwright::feed {

/// How many bytes of a file `containerOf` wants to see.
inline constexpr int containerBytes = 1024;

/// The usual file ending of the allowed container that these first bytes name: "mp4" (mov, mp4), "mkv" (matroska, webm),
/// "ts" (mpegts) or "avi". Empty for anything else, playlists and pictures included.
/// Sources: ISO/IEC 14496-12 4.2 and QuickTime File Format (atoms that may come first), RFC 8794 11.2.1 (EBML id),
/// ISO/IEC 13818-1 2.4.3.2 (sync byte every 188 bytes; 192 with a Blu-ray time code), Microsoft RIFF.
QString containerOf(const QByteArray& firstBytes);

} // namespace cartwright::feed
