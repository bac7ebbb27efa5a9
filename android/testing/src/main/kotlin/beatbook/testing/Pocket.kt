package beatbook.testing

/** Waits for what other threads do, up to ten seconds. */
public fun eventually(what: String, isSo: () -> Boolean) {
    val until = System.nanoTime() + 10_000_000_000
    while (!isSo()) {
        check(System.nanoTime() < until) { "never: $what" }
        Thread.sleep(10)
    }
}
