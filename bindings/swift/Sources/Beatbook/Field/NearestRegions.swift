// Which zones the system is asked to watch: it takes twenty circles from an app, and an authority has hundreds of zones. The twentieth
// is the one around the place of the choice: whoever leaves it has zones chosen anew.

import BeatbookCore
import Foundation

/// A circle around a zone.
public struct WakeRegion: Sendable, Hashable {
    /// The zone's code.
    public let code: String
    /// Of its middle, degrees, WGS84.
    public let lat: Double
    /// Of its middle, degrees, WGS84.
    public let lon: Double
    /// Metres.
    public let radius: Double

    /// A circle around a place: `code` names its zone, degrees in WGS84, `radius` in metres.
    public init(code: String, lat: Double, lon: Double, radius: Double) {
        self.code = code
        self.lat = lat
        self.lon = lon
        self.radius = radius
    }

    /// Around a zone that ``Notebook/zonesNear(_:)`` answers.
    public init(_ zone: ZoneNear) {
        self.init(code: zone.code, lat: zone.lat, lon: zone.lon, radius: zone.radiusM)
    }

    /// Metres from a place to the edge of the circle; 0 inside.
    public func distance(lat: Double, lon: Double) -> Double {
        max(0, metres(self.lat, self.lon, lat, lon) - radius)
    }
}

/// A choice among them.
public struct NearestRegions: Sendable, Equatable {
    /// So many zones: the system watches no more than twenty circles for one app (Core Location's documentation of region
    /// monitoring), and one of them is ``around``.
    public static let most = 19
    /// Metres. Zones are known within 10 km of a place (`zonesNear`): half of that later another one may be the nearest.
    public static let longest = 5_000.0
    /// Metres. Nearer ones than the last of nineteen are in the choice anyhow, and the system sees no small circles: no phone chooses
    /// anew at each corner.
    public static let shortest = 500.0
    /// The code of ``around``. No zone has it: a zone's code has no control character.
    public static let aroundCode = "\taround"

    /// The nearest first.
    public let regions: [WakeRegion]
    /// The choice holds until the phone has moved so many metres from where it was made; infinite when all are in it.
    public let holdsFor: Double
    /// The circle in which the choice is kept: around where it was made, for as far as it holds, from ``shortest`` to ``longest``.
    public let around: WakeRegion

    /// Chooses at a place. A circle whose middle is no place on Earth is left out.
    public init(of all: [WakeRegion], lat: Double, lon: Double) {
        let usable = all.filter { abs($0.lat) <= 90 && abs($0.lon) <= 180 && $0.radius >= 0 }
        let ranked = usable.map { (region: $0, away: $0.distance(lat: lat, lon: lon)) }
            .sorted { ($0.away, $0.region.code) < ($1.away, $1.region.code) }
        regions = ranked.prefix(Self.most).map(\.region)
        if ranked.count > Self.most {
            // Whoever moves by d brings one d nearer and another d further away.
            holdsFor = (ranked[Self.most].away - ranked[Self.most - 1].away) / 2
        } else {
            holdsFor = .infinity
        }
        let reach = min(max(holdsFor, Self.shortest), Self.longest)
        around = WakeRegion(code: Self.aroundCode, lat: lat, lon: lon, radius: reach)
    }
}

/// On a sphere (haversine), good to half a per cent: enough to rank.
private func metres(_ lat: Double, _ lon: Double, _ otherLat: Double, _ otherLon: Double) -> Double {
    let (north, east) = ((otherLat - lat) * .pi / 180, (otherLon - lon) * .pi / 180)
    let chord = pow(sin(north / 2), 2) + cos(lat * .pi / 180) * cos(otherLat * .pi / 180) * pow(sin(east / 2), 2)
    // The mean radius of the Earth (IUGG).
    return 2 * 6_371_008.8 * asin(min(1, sqrt(chord)))
}
