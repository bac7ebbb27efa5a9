package beatbook.testing

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.StrongBoxUnavailableException
import org.junit.rules.ExternalResource
import java.io.InputStream
import java.io.OutputStream
import java.security.Key
import java.security.KeyStoreException
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.ProviderException
import java.security.SecureRandom
import java.security.Security
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import java.util.concurrent.CopyOnWriteArrayList
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec

/**
 * A provider `AndroidKeyStore` for AES keys while a test runs, which the JVM has none of. It makes keys as it is asked and finds them
 * by alias; its keys lie in memory and could be read. It proves nothing about the real one: not that keys stay in hardware, not who may
 * use them when, not that the real one takes the same parameters.
 */
public class PhoneKeyStore : ExternalResource() {
    /** What keys were asked for, in order, refused ones among them. */
    public val asked: MutableList<KeyGenParameterSpec> = CopyOnWriteArrayList()

    /** Whether the phone has a chip of its own for keys. */
    public var hasStrongBox: Boolean = true

    /** Whether it answers at all. */
    public var works: Boolean = true

    private val keys = Collections.synchronizedMap(mutableMapOf<String, SecretKey>())

    /** Every key is gone, as on another phone. */
    public fun lose(): Unit = keys.clear()

    override fun before() {
        Security.removeProvider(NAME)
        Security.addProvider(KeyStoreProvider(this))
    }

    override fun after(): Unit = Security.removeProvider(NAME)

    internal fun key(alias: String): SecretKey? {
        if (!works) throw ProviderException("the test's key store does not work")
        return keys[alias]
    }

    internal fun forget(alias: String) {
        keys.remove(alias)
    }

    internal fun aliases(): Set<String> = keys.keys.toSet()

    internal fun make(spec: KeyGenParameterSpec): SecretKey {
        asked += spec
        if (!works) throw ProviderException("the test's key store does not work")
        if (spec.isStrongBoxBacked && !hasStrongBox) throw StrongBoxUnavailableException()
        // Time for another thread that makes the same key.
        Thread.sleep(20)
        val bytes = ByteArray(spec.keySize / 8).also { SecureRandom().nextBytes(it) }
        return SecretKeySpec(bytes, "AES").also { keys[spec.keystoreAlias] = it }
    }
}

private const val NAME = "AndroidKeyStore"

private class KeyStoreProvider(phone: PhoneKeyStore) : Provider(NAME, "1", "For tests") {
    init {
        putService(Part("KeyStore", NAME) { Store(phone) })
        putService(Part("KeyGenerator", "AES") { Generator(phone) })
    }

    private inner class Part(type: String, algorithm: String, private val make: () -> Any) :
        Service(this, type, algorithm, Store::class.java.name, null, null) {
        override fun newInstance(parameter: Any?): Any = make()
    }
}

private class Generator(private val phone: PhoneKeyStore) : KeyGeneratorSpi() {
    private lateinit var spec: KeyGenParameterSpec

    override fun engineInit(spec: AlgorithmParameterSpec, random: SecureRandom?) {
        this.spec = spec as KeyGenParameterSpec
    }

    override fun engineInit(random: SecureRandom?): Unit = throw UnsupportedOperationException()

    override fun engineInit(size: Int, random: SecureRandom?): Unit = throw UnsupportedOperationException()

    override fun engineGenerateKey(): SecretKey = phone.make(spec)
}

private class Store(private val phone: PhoneKeyStore) : KeyStoreSpi() {
    override fun engineGetKey(alias: String, password: CharArray?): Key? = phone.key(alias)

    override fun engineContainsAlias(alias: String): Boolean = phone.key(alias) != null

    override fun engineIsKeyEntry(alias: String): Boolean = engineContainsAlias(alias)

    override fun engineDeleteEntry(alias: String): Unit = phone.forget(alias)

    override fun engineAliases(): Enumeration<String> = Collections.enumeration(phone.aliases())

    override fun engineSize(): Int = phone.aliases().size

    override fun engineLoad(stream: InputStream?, password: CharArray?): Unit = Unit

    override fun engineStore(stream: OutputStream?, password: CharArray?): Unit = Unit

    override fun engineIsCertificateEntry(alias: String): Boolean = false

    override fun engineGetCertificate(alias: String): Certificate? = null

    override fun engineGetCertificateChain(alias: String): Array<Certificate>? = null

    override fun engineGetCertificateAlias(certificate: Certificate): String? = null

    override fun engineGetCreationDate(alias: String): Date? = null

    override fun engineSetKeyEntry(alias: String, key: Key, password: CharArray?, chain: Array<Certificate>?): Unit =
        throw KeyStoreException("the phone makes its keys itself")

    override fun engineSetKeyEntry(alias: String, key: ByteArray, chain: Array<Certificate>?): Unit =
        throw KeyStoreException("the phone makes its keys itself")

    override fun engineSetCertificateEntry(alias: String, certificate: Certificate): Unit =
        throw KeyStoreException("no certificates")
}
