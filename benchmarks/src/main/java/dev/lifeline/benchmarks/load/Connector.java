package dev.lifeline.benchmarks.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Opens one user's WebSockets on Netty, which answers the server's pings.
 *
 * @param token of the user
 * @param receiveBuffer of the system for one connection, in bytes; 0 leaves it to the system
 */
record Connector(URI stream, String token, int receiveBuffer) {

    private static final int LONGEST_HANDSHAKE = 8 * 1024;
    private static final int LONGEST_FRAME = 4 * 1024 * 1024;
    private static final long HANDSHAKE_MILLIS = 60_000;

    void open(Client client, EventLoop loop, @Nullable String cursor) {
        var uri = cursor == null ? stream : URI.create(stream + "?cursor=" + cursor);
        var bootstrap =
                new Bootstrap()
                        .group(loop)
                        .channel(NioSocketChannel.class)
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) HANDSHAKE_MILLIS)
                        .handler(new Pipeline(client, protocol(uri)));
        if (receiveBuffer > 0) {
            bootstrap.option(ChannelOption.SO_RCVBUF, receiveBuffer);
        }
        var _ =
                bootstrap
                        .connect(uri.getHost(), uri.getPort())
                        .addListener(connected -> {
                            if (!connected.isSuccess()) {
                                client.gone(-1);
                            }
                        });
    }

    /** Closes it with a reset: nothing that waits is sent, and no port is kept. */
    void cut(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            var _ = channel.close();
        }
    }

    private WebSocketClientProtocolConfig protocol(URI uri) {
        return WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(uri)
                .subprotocol("lifeline.v1")
                .customHeaders(new DefaultHttpHeaders().add("Authorization", "Bearer " + token))
                .maxFramePayloadLength(LONGEST_FRAME)
                .handshakeTimeoutMillis(HANDSHAKE_MILLIS)
                .handleCloseFrames(false)
                .build();
    }

    /** What a connection's bytes go through. */
    private static final class Pipeline extends ChannelInitializer<Channel> {

        private final Client client;
        private final WebSocketClientProtocolConfig protocol;

        Pipeline(Client client, WebSocketClientProtocolConfig protocol) {
            this.client = client;
            this.protocol = protocol;
        }

        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline()
                    .addLast(
                            new HttpClientCodec(),
                            new HttpObjectAggregator(LONGEST_HANDSHAKE),
                            new WebSocketClientProtocolHandler(protocol),
                            new Frames(client));
        }
    }

    /** Hands one connection's frames to its user. */
    private static final class Frames extends SimpleChannelInboundHandler<WebSocketFrame> {

        private final Client client;
        private int code = -1;

        Frames(Client client) {
            this.client = client;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            client.opened(context.channel());
            context.fireChannelActive();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
            switch (frame) {
                case TextWebSocketFrame text -> client.take(ByteBufUtil.getBytes(text.content()));
                case CloseWebSocketFrame close -> {
                    code = close.statusCode();
                    var _ =
                            context.writeAndFlush(close.retain())
                                    .addListener(ChannelFutureListener.CLOSE);
                }
                default -> {}
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            client.gone(code);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // A broken connection is one like any other: the user comes back.
            var _ = context.close();
        }
    }
}
