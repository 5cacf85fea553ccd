#pragma once

// A private nginx on loopback with a certificate of a private authority.

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <csignal>
#include <sys/prctl.h>

namespace cartwright::media::testing {

class MediaServer
{
public:
    /// Where nginx and openssl are; tests are skipped with this word of what is missing, else empty.
    static QString missing()
    {
        for (const char* name : {"nginx", "openssl"})
            if (program(name).isEmpty())
                return QString::fromLatin1(name);
        return {};
    }

    bool start()
    {
        QDir(m_folder.path()).mkpath(QStringLiteral("root"));
        QTcpServer probe;
        probe.listen(QHostAddress::LocalHost);
        m_port = probe.serverPort();
        probe.close();
        return makeCertificate() && writeConfiguration() && run();
    }
    void stop()
    {
        m_nginx.terminate();
        m_nginx.waitForFinished();
    }
    bool run()
    {
        m_nginx.setProcessChannelMode(QProcess::ForwardedChannels);
        m_nginx.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); }); // it never outlives the test
        m_nginx.start(program("nginx"), {QStringLiteral("-p"), m_folder.path(), QStringLiteral("-e"), QStringLiteral("error.log"),
                                         QStringLiteral("-c"), file("nginx.conf")});
        for (int i = 0; i < 100; ++i) {
            QTcpSocket socket;
            socket.connectToHost(QHostAddress::LocalHost, m_port);
            if (socket.waitForConnected(100))
                return true;
            if (m_nginx.waitForFinished(50))
                return false;
        }
        return false;
    }
    ~MediaServer() { stop(); }

    QString host() const { return QStringLiteral("localhost:%1").arg(m_port); }
    QString url(const QString& path) const { return QStringLiteral("https://%1/%2").arg(host(), path); }
    QString authority() const { return file("cert.pem"); }
    QString file(const char* name) const { return m_folder.filePath(QString::fromLatin1(name)); }
    QString served(const char* name) const { return file("root/") + QString::fromLatin1(name); }
    /// "STATUS BYTES PATH" of each request that was answered.
    QStringList requests() const
    {
        QFile log(file("access.log"));
        return log.open(QIODevice::ReadOnly)
                   ? QString::fromUtf8(log.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts)
                   : QStringList();
    }

private:
    static QString program(const char* name)
    {
        return QStandardPaths::findExecutable(QString::fromLatin1(name),
                                              qEnvironmentVariable("PATH").split(QLatin1Char(':')) +
                                                  QStringList{QStringLiteral("/usr/sbin")});
    }
    bool makeCertificate()
    {
        QProcess openssl;
        openssl.start(program("openssl"),
                      {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"), QStringLiteral("rsa:2048"),
                       QStringLiteral("-nodes"), QStringLiteral("-days"), QStringLiteral("2"), QStringLiteral("-subj"),
                       QStringLiteral("/CN=localhost"), QStringLiteral("-addext"), QStringLiteral("subjectAltName=DNS:localhost"),
                       QStringLiteral("-keyout"), file("key.pem"), QStringLiteral("-out"), file("cert.pem")});
        return openssl.waitForFinished() && openssl.exitCode() == 0;
    }
    bool writeConfiguration()
    {
        QFile configuration(file("nginx.conf"));
        if (!configuration.open(QIODevice::WriteOnly))
            return false;
        configuration.write(QStringLiteral(R"(daemon off; master_process off; pid nginx.pid;
events {}
http {
  log_format short "$status $body_bytes_sent $uri";
  access_log access.log short;
  client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;
  server {
    listen 127.0.0.1:%1 ssl; listen [::1]:%1 ssl; server_name localhost;
    ssl_certificate cert.pem; ssl_certificate_key key.pem;
    root root;
    location /moved/ { return 302 https://127.0.0.1:%1/clip.mp4; }
    location /whole/ { alias root/; max_ranges 0; }
    location /slow/ { alias root/; limit_rate 2k; }
    location /closed/ { return 401; }
  }
})").arg(m_port).toUtf8());
        return true;
    }

    QTemporaryDir m_folder;
    QProcess m_nginx;
    quint16 m_port = 0;
};

} // namespace cartwright::media::testing
