// From the phone's positions to the notebook, from sign-on to sign-off.

import BeatbookCore
import Foundation

/// What a screen shows of the recording.
public struct Recording: Sendable, Equatable {
    /// Why there is no position, or none that counts; absent while there is one.
    public var noPosition: NoPosition?
    /// Since when there is a gap in the hours, by the monotonic clock: reports may come all the while, and none of them count.
    public var gapSince: Int64?
    /// The code of the error for which reports are kept back in memory, such as `storage_full` or `paused`.
    public var heldBack: String?
    /// The code of the error that ended the recording: the notebook takes no more, because it was restored, copied (`moved`,
    /// `retired`: go on in a successor) or closed. What had not been recorded is answered by `finish()`.
    public var ended: String?

    /// As told; a recording that goes well without anything.
    public init(noPosition: NoPosition? = nil, gapSince: Int64? = nil, heldBack: String? = nil, ended: String? = nil) {
        self.noPosition = noPosition
        self.gapSince = gapSince
        self.heldBack = heldBack
        self.ended = ended
    }
}

/// Records one patrol's positions. Made at sign-on; `finish()` before sign-off.
public actor PatrolRecorder {
    private let notebook: Notebook
    private let clock: @Sendable () -> Int64
    private let pace: Duration
    private var batch: FixBatch
    private var gaps: GapWatch
    private var told: Recording?
    private var running: [Task<Void, Never>] = []
    private var writing: Task<Void, Never>?
    private let shown: AsyncStream<Recording>.Continuation

    /// The newest report that counts, for who has to know where the officer is; absent before the first.
    public private(set) var newest: RawFix?

    /// What a screen shows now.
    public private(set) var recording = Recording()

    /// What a screen shows, now and at each change; for one reader.
    public nonisolated let recordings: AsyncStream<Recording>

    /// Begins at once.
    ///
    /// - Parameters:
    ///   - notebook: the one that is on duty.
    ///   - source: where positions come from.
    ///   - before: what a recorder before this one answered at its `finish()` and nobody has recorded since; it comes first.
    ///   - latency: how long position reports may wait before they are written together.
    ///   - clock: milliseconds of the monotonic clock.
    ///   - pace: how often it looks whether something is due; a second is what an app wants.
    public init(
        _ notebook: Notebook, source: any PositionSource, before: [RawFix] = [], latency: FixLatency = .pocketed,
        clock: @escaping @Sendable () -> Int64 = MonotonicClock.now, pace: Duration = .seconds(1)
    ) async {
        self.notebook = notebook
        self.clock = clock
        self.pace = pace
        batch = FixBatch(latency: latency)
        batch.giveBack(before, now: clock())
        gaps = GapWatch(now: clock())
        (recordings, shown) = AsyncStream.makeStream(of: Recording.self, bufferingPolicy: .bufferingNewest(1))
        let positions = source.positions()
        running = [
            Task { [weak self] in
                for await news in positions { await self?.hear(news) }
            },
            Task { [weak self] in
                // Not held while it sleeps: a recorder that nobody holds ends.
                while !Task.isCancelled {
                    guard await self?.look() != nil else { return }
                    try? await Task.sleep(for: pace)
                }
            },
        ]
    }

    deinit {
        for task in running { task.cancel() }
        shown.finish()
    }

    /// The screen is looked at, or the phone goes into the pocket.
    public func use(_ latency: FixLatency) {
        batch.latency = latency
    }

    /// Records what waits, before the system suspends the app or ends it.
    public func flush() async {
        await record(batch.take())
    }

    /// Ends the recording.
    ///
    /// - Returns: what could not be recorded, in order: hand it to `signOff`. It is more than one call takes only where recording
    ///   was held back for hours; then what is over goes to `recordFixes` within ten minutes of sign-off.
    public func finish() async -> [RawFix] {
        for task in running { task.cancel() }
        shown.finish()
        // What the source said before is still heard, and may be written; nothing of it is to be recorded after sign-off.
        for task in running { await task.value }
        // While the last call is waited for, another may be asked for.
        while let last = writing {
            await last.value
            if last == writing { writing = nil }
        }
        while batch.count > FixBatch.most, recording.ended == nil {
            await record(batch.take())
            if recording.heldBack != nil { break }
        }
        var left: [RawFix] = []
        while batch.count > 0 { left += batch.take() }
        return left
    }

    private func hear(_ news: PositionNews) async {
        switch news {
        case .fix(let fix):
            // Nothing is recorded any more: these belong to the successor's recorder.
            if recording.ended == nil { batch.add(fix, now: clock()) }
            let counts = GapWatch.counts(fix)
            if counts {
                gaps.heard(at: fix.mono)
                if newest.map({ $0.mono < fix.mono }) ?? true { newest = fix }
            }
            // A rough one is no sign that precise ones are allowed again, nor is that none is found for a moment.
            if counts || recording.noPosition != .onlyRoughly { recording.noPosition = nil }
        case .none(let why):
            if why != .notFound || recording.noPosition != .onlyRoughly { recording.noPosition = why }
        case .allowed:
            if recording.noPosition != .notFound { recording.noPosition = nil }
        }
        await look()
    }

    private func look() async {
        let now = clock()
        recording.gapSince = gaps.gap(now: now)
        if recording.ended == nil { await record(batch.due(now: now)) }
        if recording == told { return }
        told = recording
        shown.yield(recording)
    }

    /// One call after the other, so that what one gives back is there before the next is made.
    private func record(_ fixes: [RawFix]) async {
        if fixes.isEmpty { return }
        let earlier = writing
        let now = Task {
            await earlier?.value
            await write(fixes)
        }
        writing = now
        await now.value
    }

    private func write(_ fixes: [RawFix]) async {
        do throws(BeatbookError) {
            _ = try await notebook.recordFixes(fixes)
            recording.heldBack = nil
        } catch {
            // Nobody is on duty: these belong to no patrol.
            if error.code != "off_duty" { batch.giveBack(fixes, now: clock()) }
            if ["moved", "retired", "closed"].contains(error.code) {
                recording.ended = error.code
            } else {
                recording.heldBack = error.code
            }
        }
    }
}
